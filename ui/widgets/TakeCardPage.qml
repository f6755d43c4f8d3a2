import QtQuick
import "../theme"
import "pictures"

// "Take your card": large, on yellow, until it is off.
Rectangle {
    id: page
    required property var view
    color: Theme.attention

    PicturePage {
        anchors.fill: parent
        title: page.view.title
        lead: page.view.lead
        titleEm: Theme.alarm
        ground: Theme.surface
        picture: ReaderPicture {
            stage: "take"
            anchors.fill: parent
            anchors.margins: Theme.mm(10)
        }
    }
}
