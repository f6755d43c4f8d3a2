import QtQuick
import "../../theme"
import "../../widgets"
import "../../widgets/pictures"

PicturePage {
    id: page
    required property var view

    title: view.title
    lead: view.lead
    picture: CopierPicture {
        anchors.fill: parent
        anchors.margins: Theme.mm(10)
    }

    Prose {
        words: page.view.titleInEnglish
        em: 9
        font.bold: true
        width: parent.width
    }
    Prose {
        words: page.view.leadInEnglish
        width: parent.width
    }
    WaitingDots {}
}
