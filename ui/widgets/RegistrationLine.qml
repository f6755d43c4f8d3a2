import QtQuick
import "../theme"

// Registration of use on the public menu: one slim line for the few who need it.
Rectangle {
    id: line
    required property var registration
    property bool slim: false
    implicitHeight: Theme.mm(slim ? 12 : 19)
    height: implicitHeight
    radius: Theme.mm(3)
    color: Theme.primaryTint

    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(5)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter

        Item {
            width: parent.width
            height: name.height
            OneLine {
                id: name
                words: line.registration.name
                em: 6.8
                font.bold: true
            }
            OneLine {
                words: line.registration.status
                em: Theme.small
                font.bold: true
                color: line.registration.open ? Theme.good : Theme.warn
                horizontalAlignment: Text.AlignRight
                width: parent.width - name.width - Theme.mm(5)
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
            }
        }
        OneLine {
            words: line.slim ? "" : line.registration.about
            em: Theme.small
            color: Theme.inkSoft
            width: parent.width
        }
    }
}
