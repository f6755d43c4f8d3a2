import QtQuick
import Komado
import "../theme"

// One certificate to choose: both names, what it is, the fee. One that cannot be had now says why.
Pressable {
    id: card
    required property var certificate
    readonly property bool possible: certificate.refused === ""

    objectName: certificate.name
    text: certificate.label
    press: possible ? "certificate" : ""
    argument: certificate.argument
    ground: possible ? Theme.surface : Theme.page
    groundDown: possible ? Theme.primarySoft : Theme.page
    edge: possible ? Theme.primary : Theme.border
    edgeWidth: 0.8
    corner: 5
    Accessible.description: certificate.fee
    contentItem: Item {
        Picture {
            id: sign
            kind: card.certificate.icon
            opacity: card.possible ? 1 : 0.5
            width: Theme.mm(40)
            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(4)
            anchors.top: parent.top
            anchors.bottom: parent.bottom
            anchors.topMargin: Theme.mm(5)
            anchors.bottomMargin: Theme.mm(5)
        }
        Column {
            anchors.left: sign.right
            anchors.leftMargin: Theme.mm(6)
            anchors.right: price.left
            anchors.rightMargin: Theme.mm(4)
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm(1.5)

            OneLine {
                words: card.certificate.label
                em: 11
                font.bold: true
                color: card.possible ? Theme.primary : Theme.inkSoft
                width: parent.width
                Accessible.ignored: true
            }
            OneLine {
                words: card.certificate.official
                em: Theme.small
                color: Theme.inkSoft
                width: parent.width
                Accessible.ignored: true
            }
            Prose {
                words: card.possible ? card.certificate.about : card.certificate.refused
                em: 7
                font.bold: !card.possible
                color: card.possible ? Theme.ink : Theme.warn
                width: parent.width
                leading: 1.3
                Accessible.ignored: true
            }
        }
        Column {
            id: price
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
            visible: card.possible
            OneLine {
                words: card.certificate.fee
                em: 13
                font.bold: true
                anchors.right: parent.right
                Accessible.ignored: true
            }
            OneLine {
                words: card.certificate.each
                em: Theme.small
                color: Theme.inkSoft
                anchors.right: parent.right
                Accessible.ignored: true
            }
        }
    }
}
