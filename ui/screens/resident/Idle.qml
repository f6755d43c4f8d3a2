import QtQuick
import Komado
import "../../theme"
import "../../widgets"

// What can be had now, what it costs, what to bring, and one large button.
Item {
    id: page
    required property var view

    Column {
        id: heading
        x: Theme.mm(Theme.margin)
        y: Theme.mm(8)
        width: parent.width - 2 * x
        spacing: Theme.mm(1)

        Prose {
            words: page.view.title
            em: 14
            font.bold: true
            width: parent.width
            lineHeight: 1.2
            color: Theme.brand
        }
        Prose {
            words: page.view.lead
            width: parent.width
            color: Theme.inkSoft
        }
    }
    Column {
        id: offers
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.top: heading.bottom
        anchors.topMargin: Theme.mm(6)
        width: parent.width * 0.56
        spacing: Theme.mm(5)

        Repeater {
            model: page.view.certificates
            delegate: OfferLine {
                required property var modelData
                offer: modelData
                width: offers.width
            }
        }
        Banner {
            words: page.view.citySilent
            tone: "warn"
            width: parent.width
        }
    }
    Rectangle {
        anchors.left: offers.right
        anchors.leftMargin: Theme.mm(7)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.top: offers.top
        anchors.bottom: start.top
        anchors.bottomMargin: Theme.mm(6)
        radius: Theme.mm(4)
        color: Theme.primaryTint

        Column {
            anchors.centerIn: parent
            width: parent.width - Theme.mm(12)
            spacing: Theme.mm(4)

            OneLine {
                words: page.view.bring
                em: Theme.body
                font.bold: true
                width: parent.width
            }
            Repeater {
                model: page.view.things
                delegate: Row {
                    id: thing
                    required property var modelData
                    spacing: Theme.mm(4)
                    Picture {
                        kind: thing.modelData.picture
                        width: Theme.mm(22)
                        height: Theme.mm(15)
                    }
                    OneLine {
                        words: thing.modelData.label
                        width: Theme.mm(64)
                        anchors.verticalCenter: parent.verticalCenter
                    }
                }
            }
        }
    }
    Pressable {
        id: start
        objectName: "start"
        visible: text !== ""
        text: page.view.start
        press: "start"
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
        height: Theme.mm(34)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(8)
        ground: Theme.primary
        groundDown: Theme.primaryPressed
        edgeWidth: 0
        corner: 5
        contentItem: OneLine {
            words: start.text
            em: 15
            font.bold: true
            color: Theme.inkOnPrimary
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Banner {
        words: page.view.closed
        tone: "warn"
        em: 10
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(10)
    }
}
