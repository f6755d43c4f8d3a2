import QtQuick
import "../theme"

// A screen with a title (and one sentence below it), and room for everything else.
Item {
    id: page

    property string title: ""
    property string lead: ""
    property real titleEm: Theme.title
    default property alias content: room.data

    Prose {
        id: heading
        words: page.title
        em: page.titleEm
        font.bold: true
        leading: 1.3
        x: Theme.mm(Theme.margin)
        y: Theme.mm(6)
        width: parent.width - 2 * x
    }
    Prose {
        id: sentence
        words: page.lead
        x: Theme.mm(Theme.margin)
        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(1)
        width: parent.width - 2 * x
        color: Theme.inkSoft
    }
    Item {
        id: room
        anchors.top: sentence.visible ? sentence.bottom : heading.bottom
        anchors.topMargin: Theme.mm(4)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(6)
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
    }
}
