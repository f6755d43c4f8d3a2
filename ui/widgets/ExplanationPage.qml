import QtQuick
import "../theme"
import "pictures"

// What happened, what it means for paper, money and card, and what to do now.
TitledPage {
    id: page
    required property var view

    title: view.title

    Column {
        id: left
        width: side.visible ? parent.width - side.width - Theme.mm(8) : parent.width
        spacing: Theme.mm(5)

        Prose {
            words: page.view.body
            width: parent.width
        }
        Column {
            width: parent.width
            spacing: Theme.mm(2.5)

            Repeater {
                model: page.view.facts
                delegate: Row {
                    id: fact
                    required property var modelData
                    spacing: Theme.mm(4)

                    Picture {
                        kind: fact.modelData.picture
                        width: Theme.mm(14)
                        height: Theme.mm(12)
                        anchors.verticalCenter: parent.verticalCenter
                    }
                    Prose {
                        words: fact.modelData.text
                        width: left.width - Theme.mm(18)
                        anchors.verticalCenter: parent.verticalCenter
                    }
                }
            }
        }
        Banner {
            words: page.view.do
            width: parent.width
            em: 8
        }
        OneLine {
            words: page.view.code
            em: Theme.small
            color: Theme.inkSoft
        }
    }
    Rectangle {
        id: side
        visible: page.view.part !== ""
        width: Theme.mm(88)
        height: parent.height
        anchors.right: parent.right
        radius: Theme.mm(5)
        color: Theme.primaryTint
        CopierPicture {
            anchors.fill: parent
            anchors.margins: Theme.mm(6)
            part: page.view.part
        }
    }
}
