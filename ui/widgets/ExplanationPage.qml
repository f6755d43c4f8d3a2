import QtQuick
import "../theme"
import "pictures"

// What happened, what it means for paper, money and card, and what to do now.
Item {
    id: page
    required property var view

    Column {
        id: texts
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin + 2)
        anchors.right: side.left
        anchors.rightMargin: Theme.mm(9)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(5)

        Prose {
            words: page.view.title
            em: Theme.title
            font.bold: true
            width: parent.width
            leading: 1.3
        }
        Prose {
            words: page.view.body
            width: parent.width
        }
        Column {
            width: parent.width
            spacing: Theme.mm(3)

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
                        width: texts.width - Theme.mm(18)
                        anchors.verticalCenter: parent.verticalCenter
                        leading: 1.3
                    }
                }
            }
        }
        Banner {
            words: page.view.do
            width: parent.width
            em: 8
        }
        ReferenceBox {
            visible: page.view.reference !== ""
            label: page.view.referenceLabel
            reference: page.view.reference
            width: parent.width
        }
    }
    Rectangle {
        id: side
        width: Theme.mm(96)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(8)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(8)
        radius: Theme.mm(5)
        color: page.view.part === "" ? Theme.primaryTint : Theme.warnTint

        CopierPicture {
            visible: page.view.part !== ""
            anchors.fill: parent
            anchors.margins: Theme.mm(6)
            part: page.view.part
        }
        Picture {
            kind: page.view.picture
            anchors.fill: parent
            anchors.margins: Theme.mm(14)
        }
        OneLine {
            words: page.view.code
            em: 7
            font.bold: true
            color: Theme.inkSoft
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(5)
        }
    }
}
