import QtQuick
import "../../theme"

// One coin.
Drawing {
    columns: 60
    rows: 60
    Box {
        atX: 4; atY: 4; wide: 52; high: 52; corner: 26; color: Theme.coinGold; line: 2; border.color: Theme.metalDeep
        Box { atX: 6; atY: 6; wide: 40; high: 40; corner: 20; color: "transparent"; line: 1.6; border.color: Theme.metalDeep }
        Text {
            anchors.centerIn: parent
            text: "¥"
            font.family: Theme.family
            font.bold: true
            font.pixelSize: Math.max(1, 24 * parent.u)
            color: Theme.ink
            Accessible.ignored: true
        }
    }
}
