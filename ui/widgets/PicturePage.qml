import QtQuick
import "../theme"

// Words on the left, a large picture on the right; further things stand below the words.
Item {
    id: page

    property string title: ""
    property string lead: ""
    property real titleEm: Theme.title
    property color ground: Theme.primaryTint
    property color ink: Theme.ink
    property real pictureShare: 0.44
    property alias picture: frame.data
    default property alias content: more.data

    Column {
        id: words
        x: Theme.mm(Theme.margin + 2)
        width: frame.x - x - Theme.mm(Theme.margin)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(5)

        Prose {
            words: page.title
            em: page.titleEm
            width: parent.width
            font.bold: true
            leading: 1.3
            color: page.ink
        }
        Prose {
            words: page.lead
            em: 8
            width: parent.width
            color: page.ink
        }
        Column {
            id: more
            width: parent.width
            spacing: Theme.mm(4)
        }
    }
    Rectangle {
        id: frame
        width: parent.width * page.pictureShare
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(8)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(8)
        radius: Theme.mm(5)
        color: page.ground
    }
}
