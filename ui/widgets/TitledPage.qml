import QtQuick
import "../theme"

// A screen with a title, one sentence below it (or why a button could not be pressed), and room for everything else.
Item {
    id: page

    property string title: ""
    property string lead: ""
    property string why: ""
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
        words: page.why === "" ? page.lead : ""
        x: Theme.mm(Theme.margin)
        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(1)
        width: parent.width - 2 * x
        color: Theme.inkSoft
    }
    Banner {
        id: hint
        words: page.why
        tone: "warn"
        x: Theme.mm(Theme.margin)
        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(1)
        width: parent.width - 2 * x
    }
    Item {
        id: room
        anchors.top: hint.visible ? hint.bottom : sentence.visible ? sentence.bottom : heading.bottom
        anchors.topMargin: Theme.mm(4)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(6)
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
    }
}
