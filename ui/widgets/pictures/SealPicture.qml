import QtQuick
import "../../theme"

// A round red seal print.
Drawing {
    columns: 64
    rows: 86
    Sheet { atX: 2; atY: 2 }
    Box {
        atX: 26; atY: 40; wide: 34; high: 34; corner: 17; color: Theme.surface; line: 3.4; border.color: Theme.stamp
        Text {
            anchors.centerIn: parent
            text: "印"
            font.family: Theme.family
            font.bold: true
            font.pixelSize: Math.max(1, 19 * parent.u)
            color: Theme.stamp
            Accessible.ignored: true
        }
    }
}
