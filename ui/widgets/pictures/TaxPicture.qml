import QtQuick
import "../../theme"

// A tax certificate: a table of sums and a coin.
Drawing {
    columns: 64
    rows: 86
    Box {
        atX: 2; atY: 2; wide: 60; high: 82; corner: 1; color: Theme.paper; line: 0.8; border.color: Theme.metalDeep
        Box { atX: 16; atY: 8; wide: 28; high: 4; corner: 1; color: Theme.hollow }
        Repeater {
            model: 4
            delegate: Item {
                id: sum
                required property int index
                readonly property real u: parent.u
                Box { atX: 8; atY: 20 + sum.index * 9; wide: 16; high: 3; corner: 1; color: Theme.metalDark }
                Box { atX: 36 + sum.index % 2 * 4; atY: 20 + sum.index * 9; wide: 16 - sum.index % 2 * 4; high: 3; corner: 1; color: Theme.metalDeep }
            }
        }
    }
    Box {
        atX: 30; atY: 50; wide: 30; high: 30; corner: 15; color: Theme.coinGold; line: 1.6; border.color: Theme.surface
        Text {
            anchors.centerIn: parent
            text: "¥"
            font.family: Theme.family
            font.bold: true
            font.pixelSize: Math.max(1, 18 * parent.u)
            color: Theme.surface
            Accessible.ignored: true
        }
    }
}
