import QtQuick
import "../theme"
import "pictures"

// A close look at one part, and in the corner where that part is on the machine.
Item {
    id: closeUp
    property string part: ""
    property string kind: ""
    property string caption: ""
    default property alias content: near.data
    anchors.fill: parent

    Item {
        id: near
        anchors.fill: parent
        anchors.margins: Theme.mm(9)
        anchors.bottomMargin: Theme.mm(closeUp.part === "" ? 9 : 58)

        Picture {
            kind: closeUp.kind
            anchors.fill: parent
        }
    }
    Rectangle {
        visible: closeUp.part !== ""
        width: parent.width - Theme.mm(10)
        height: Theme.mm(49)
        radius: Theme.mm(4)
        color: Theme.surface
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(5)
        CopierPicture {
            id: machine
            x: Theme.mm(4)
            y: Theme.mm(2)
            width: Theme.mm(45)
            height: parent.height - Theme.mm(4)
            part: closeUp.part
        }
        Prose {
            words: closeUp.caption
            em: 7
            font.bold: true
            leading: 1.3
            anchors.left: machine.right
            anchors.leftMargin: Theme.mm(4)
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(3)
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
