import QtQuick
import "../../theme"
import "../../widgets"

Rectangle {
    id: screen
    required property var view
    color: Theme.attention

    TitledPage {
        id: page
        anchors.fill: parent
        title: screen.view.title
        titleEm: 15

        Row {
            id: tiles
            width: parent.width
            anchors.top: parent.top
            anchors.bottom: notes.top
            anchors.bottomMargin: notes.visible ? Theme.mm(4) : 0
            spacing: Theme.mm(6)

            Repeater {
                model: screen.view.things
                delegate: Rectangle {
                    id: tile
                    required property var modelData
                    width: (tiles.width - (screen.view.things.length - 1) * tiles.spacing) / screen.view.things.length
                    height: tiles.height
                    radius: Theme.mm(5)
                    color: Theme.surface

                    Picture {
                        kind: tile.modelData.picture
                        anchors.top: parent.top
                        anchors.topMargin: Theme.mm(6)
                        anchors.bottom: label.top
                        anchors.bottomMargin: Theme.mm(3)
                        anchors.horizontalCenter: parent.horizontalCenter
                        width: parent.width - Theme.mm(12)
                    }
                    OneLine {
                        id: label
                        words: tile.modelData.label
                        em: 10
                        font.bold: true
                        anchors.horizontalCenter: parent.horizontalCenter
                        anchors.bottom: detail.top
                    }
                    OneLine {
                        id: detail
                        words: tile.modelData.detail
                        em: 9
                        color: Theme.primary
                        font.bold: true
                        anchors.horizontalCenter: parent.horizontalCenter
                        anchors.bottom: parent.bottom
                        anchors.bottomMargin: Theme.mm(5)
                    }
                }
            }
        }
        Column {
            id: notes
            visible: screen.view.notes.length > 0
            width: parent.width
            anchors.bottom: parent.bottom
            spacing: Theme.mm(3)
            Repeater {
                model: screen.view.notes
                delegate: Banner {
                    required property string modelData
                    words: modelData
                    tone: "warn"
                    width: notes.width
                }
            }
        }
    }
}
