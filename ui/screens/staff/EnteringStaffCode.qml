import QtQuick
import "../../theme"
import "../../widgets"

// The code of staff or technician; only the number of digits is seen.
StaffFrame {
    id: page

    NumberPad {
        id: pad
        pad: page.view.pad
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.verticalCenter: parent.verticalCenter
    }
    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.right: pad.left
        anchors.rightMargin: Theme.mm(9)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(7)

        Prose {
            words: page.view.prompt
            em: 11
            font.bold: true
            width: parent.width
        }
        Rectangle {
            width: parent.width
            height: Theme.mm(26)
            radius: Theme.mm(3)
            color: Theme.surface
            border.width: Theme.mm(0.7)
            border.color: Theme.primary
            Row {
                anchors.centerIn: parent
                spacing: Theme.mm(3.5)
                Repeater {
                    model: page.view.typed
                    delegate: Rectangle {
                        width: Theme.mm(6)
                        height: width
                        radius: width / 2
                        color: Theme.ink
                    }
                }
            }
        }
        Banner {
            words: page.view.wrong
            tone: "alert"
            width: parent.width
        }
    }
}
