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
    picture: ReaderPicture {
        stage: "put"
        anchors.fill: parent
        anchors.margins: Theme.mm(10)
    }

    Banner {
        words: page.view.note
        width: parent.width
    }
}
