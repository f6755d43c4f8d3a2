import QtQuick
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

        Prose {
            words: page.view.title
            em: 14
            font.bold: true
            width: parent.width
            leading: 1.2
            color: Theme.brand
        }
        Prose {
            words: page.view.lead
            em: 8
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
        anchors.bottom: onward.top
        anchors.bottomMargin: Theme.mm(6)
        width: parent.width * 0.56
        spacing: Theme.mm(5)

        Repeater {
            model: page.view.certificates
            delegate: OfferLine {
                required property var modelData
                offer: modelData
                nameEm: page.view.longNames ? 8 : 10 // names of one list have one size
                width: offers.width
                height: Math.min(Theme.mm(60), (offers.height - Theme.mm(5)) / page.view.certificates.length)
            }
        }
    }
    Rectangle {
        anchors.left: offers.right
        anchors.leftMargin: Theme.mm(6)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.top: offers.top
        anchors.bottom: offers.bottom
        radius: Theme.mm(4)
        color: Theme.primaryTint

        Column {
            anchors.centerIn: parent
            width: parent.width - Theme.mm(10)
            spacing: Theme.mm(4)

            OneLine {
                words: page.view.bring
                em: 8
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
                        width: Theme.mm(28)
                        height: Theme.mm(19)
                    }
                    OneLine {
                        words: thing.modelData.label
                        width: offers.parent.width - offers.width - Theme.mm(6 + 18 + 10 + 32)
                        anchors.verticalCenter: parent.verticalCenter
                    }
                }
            }
        }
    }
    Item {
        id: onward
        x: Theme.mm(Theme.margin)
        width: parent.width - 2 * x
        height: start.visible ? Theme.mm(36) : notes.implicitHeight
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(8)

        Pressable {
            id: start
            objectName: "start"
            visible: text !== ""
            text: page.view.start
            press: "start"
            anchors.fill: parent
            ground: Theme.primary
            groundDown: Theme.primaryPressed
            edgeWidth: 0
            edge: Theme.primary
            corner: 5
            contentItem: OneLine {
                words: start.text
                em: 16
                font.bold: true
                color: Theme.inkOnPrimary
                horizontalAlignment: Text.AlignHCenter
            }
        }
        Column {
            id: notes
            width: parent.width
            spacing: Theme.mm(4)
            Banner {
                words: page.view.citySilent
                tone: "warn"
                width: parent.width
            }
            Banner {
                words: page.view.citySilent === "" ? page.view.closed : ""
                tone: "warn"
                em: 10
                width: parent.width
            }
        }
    }
}
