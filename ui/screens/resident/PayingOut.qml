import QtQuick
import "../../theme"
import "../../widgets"
import "../../widgets/pictures"

PicturePage {
    id: page
    required property var view

    title: view.title
    lead: view.lead
    picture: ChangePicture {
        anchors.fill: parent
        anchors.margins: Theme.mm(12)
    }

    OneLine {
        words: page.view.amount
        em: 22
        font.bold: true
        color: Theme.primary
    }
    WaitingDots {}
}
