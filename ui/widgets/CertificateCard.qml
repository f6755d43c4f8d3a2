import QtQuick
import Komado
import "../theme"

// One certificate to choose: both names, what it is, the price. One that cannot be had now says why.
Pressable {
    id: card
    required property var certificate
    property bool japaneseFirst: true
    property bool roomy: false
    readonly property bool possible: certificate.refused === ""

    objectName: certificate.name
    text: certificate.label
    press: possible ? "certificate" : ""
    argument: certificate.argument
    ground: possible ? Theme.surface : Theme.page
    groundDown: possible ? Theme.primarySoft : Theme.page
    edge: possible ? Theme.primary : Theme.border
    edgeWidth: possible ? 0.8 : 0.5
    corner: 4
    Accessible.description: certificate.price
    contentItem: Item {
        Picture {
            id: sign
            kind: card.certificate.icon
            opacity: card.possible ? 1 : 0.5
            width: Theme.mm(card.roomy ? 40 : 20)
            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(card.roomy ? 4 : 1)
            anchors.top: parent.top
            anchors.bottom: parent.bottom
            anchors.topMargin: Theme.mm(card.roomy ? 5 : 3)
            anchors.bottomMargin: anchors.topMargin
        }
        Column {
            anchors.left: sign.right
            anchors.leftMargin: Theme.mm(card.roomy ? 6 : 3)
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(card.roomy ? 6 : 4)
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm(card.roomy ? 1.5 : 0.5)

            CertificateNames {
                name: card.certificate.label
                official: card.certificate.official
                price: card.possible ? card.certificate.price : ""
                japaneseFirst: card.japaneseFirst
                nameEm: card.roomy ? 11 : card.japaneseFirst ? 8 : 7
                priceEm: card.roomy ? 12 : card.certificate.price.length > 10 ? 6.6 : card.japaneseFirst ? 9 : 7.6
                ink: card.possible ? Theme.primary : Theme.inkSoft
                width: parent.width
            }
            Prose {
                words: card.possible ? card.certificate.about : card.certificate.refused
                em: card.roomy ? 7 : Theme.small
                font.bold: !card.possible
                color: card.possible ? Theme.ink : Theme.warn
                width: parent.width
                leading: 1.2
                Accessible.ignored: true
            }
        }
    }
}
