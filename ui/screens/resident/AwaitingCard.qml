import QtQuick
import "../../theme"
import "../../widgets"
import "../../widgets/pictures"

PicturePage {
    id: page
    required property var view

    title: view.title
    lead: view.lead
    titleEm: 13
    picture: CloseUp {
        part: "reader"
        caption: page.view.caption
        ReaderPicture {
            stage: "put"
            anchors.fill: parent
        }
    }

    Banner {
        words: page.view.note
        width: parent.width
    }
    BigButton {
        objectName: page.view.otherCard.name
        text: page.view.otherCard.label
        press: page.view.otherCard.name
        role: "quiet"
        em: 6.8
        width: Math.min(implicitWidth, parent.width)
    }
}
