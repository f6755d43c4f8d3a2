import QtQuick
import "../../theme"
import "../../widgets"
import "../../widgets/pictures"

PicturePage {
    id: page
    required property var view

    title: view.title
    lead: view.body
    pictureShare: 0.34
    picture: TownPicture {
        anchors.fill: parent
        anchors.margins: Theme.mm(12)
    }

    Banner {
        words: page.view.do
        width: parent.width
    }
}
