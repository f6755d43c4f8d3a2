import QtQuick
import "../theme"

// One certificate of the public offer: both names, the fee, until when.
Rectangle {
    id: line
    required property var offer
    property real nameEm: 10

    height: Theme.mm(36)
    radius: Theme.mm(3)
    color: Theme.surface
    border.width: Math.max(1, Theme.mm(0.4))
    border.color: Theme.line

    Rectangle {
        width: Theme.mm(2.4)
        height: parent.height - Theme.mm(8)
        radius: width / 2
        x: Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        color: line.offer.open ? Theme.good : Theme.border
    }
    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(9)
        anchors.right: price.left
        anchors.rightMargin: Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(0.8)

        OneLine {
            words: line.offer.name
            em: line.nameEm
            font.bold: true
            width: parent.width
        }
        OneLine {
            words: line.offer.official
            em: Theme.small
            color: Theme.inkSoft
            width: parent.width
        }
        OneLine {
            words: line.offer.open ? line.offer.when : line.offer.reason
            em: Theme.small
            font.bold: true
            color: line.offer.open ? Theme.good : Theme.warn
            width: parent.width
        }
        OneLine {
            words: line.offer.open ? "" : line.offer.when
            em: Theme.small
            width: parent.width
        }
    }
    Column {
        id: price
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter
        OneLine {
            words: line.offer.fee
            em: 13
            font.bold: true
            anchors.right: parent.right
        }
        OneLine {
            words: line.offer.each
            em: Theme.small
            color: Theme.inkSoft
            anchors.right: parent.right
        }
    }
}
