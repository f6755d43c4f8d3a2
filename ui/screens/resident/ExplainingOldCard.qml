import QtQuick
import "../../theme"
import "../../widgets"
import "../../widgets/pictures"

// An invitation: how to get a My Number card, in four steps with pictures.
TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.lead

    Repeater {
        model: 3
        delegate: Arrow {
            required property int index
            size: Theme.mm(0.27)
            rotation: -90
            fill: Theme.primary
            x: (way.width + way.spacing) / 4 * (index + 1) - way.spacing / 2 - width / 2
            anchors.verticalCenter: way.verticalCenter
        }
    }
    Row {
        id: way
        anchors.top: parent.top
        anchors.bottom: note.top
        anchors.bottomMargin: Theme.mm(5)
        width: parent.width
        spacing: Theme.mm(9)

        Repeater {
            model: page.view.steps
            delegate: Rectangle {
                id: step
                required property int index
                required property var modelData
                width: (way.width - 3 * way.spacing) / 4
                height: way.height
                radius: Theme.mm(4)
                color: Theme.surface
                border.width: Math.max(1, Theme.mm(0.4))
                border.color: Theme.line

                Picture {
                    kind: step.modelData.picture
                    anchors.top: parent.top
                    anchors.topMargin: Theme.mm(4)
                    anchors.bottom: words.top
                    anchors.bottomMargin: Theme.mm(3)
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: parent.width - Theme.mm(10)
                }
                Column {
                    id: words
                    width: parent.width - Theme.mm(5)
                    height: Theme.mm(46)
                    anchors.bottom: parent.bottom
                    anchors.horizontalCenter: parent.horizontalCenter
                    OneLine {
                        words: step.modelData.label
                        em: 8
                        font.bold: true
                        color: Theme.primary
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                    }
                    Prose {
                        words: step.modelData.detail
                        em: Theme.small
                        leading: 1.22
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                    }
                }
            }
        }
    }
    Banner {
        id: note
        words: page.view.note
        em: 7
        width: parent.width
        anchors.bottom: parent.bottom
    }
}
