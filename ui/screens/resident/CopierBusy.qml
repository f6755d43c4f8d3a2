import QtQuick
import "../../theme"
import "../../widgets"
import "../../widgets/pictures"

PicturePage {
    id: page
    required property var view

    title: view.title
    lead: view.body
    ground: Theme.attentionTint
    picture: CopierPicture {
        anchors.fill: parent
        anchors.margins: Theme.mm(8)
        part: page.view.part
    }

    Banner {
        words: page.view.do
        tone: "warn"
        width: parent.width
        em: 8
    }
    Prose {
        words: page.view.lead
        width: parent.width
        color: Theme.inkSoft
    }
    WaitingDots {}
}
