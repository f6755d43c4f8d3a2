import QtQuick
import "../theme"

// One certificate of the public offer: both names, the price, until when; a closed one says why and from when.
Rectangle {
    id: line
    required property var offer
    property bool japaneseFirst: true
    property real nameEm: 8

    radius: Theme.mm(3)
    color: offer.open ? Theme.surface : Theme.page
    border.width: Math.max(1, Theme.mm(0.4))
    border.color: offer.open ? Theme.line : Theme.metalDark

    Rectangle {
        width: Theme.mm(2.4)
        height: parent.height - Theme.mm(6)
        radius: width / 2
        x: Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        color: line.offer.open ? Theme.good : Theme.border
    }
    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(8.5)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(0.3)

        CertificateNames {
            name: line.offer.name
            official: line.offer.official
            price: line.offer.price
            japaneseFirst: line.japaneseFirst
            nameEm: line.nameEm
            priceEm: line.nameEm + 0.5
            ink: line.offer.open ? Theme.ink : Theme.inkSoft
            width: parent.width
        }
        OneLine {
            words: line.offer.status
            em: Theme.small
            font.bold: true
            color: line.offer.open ? Theme.good : Theme.warn
            width: parent.width
        }
    }
}
