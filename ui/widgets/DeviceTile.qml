import QtQuick
import "../theme"

// One device: how it is, a short detail, its last test and a new one.
Rectangle {
    id: tile
    required property var device
    readonly property color tone: device.condition === "well" ? Theme.good : device.condition === "warning" ? Theme.warn
        : device.condition === "failed" ? Theme.alert : Theme.border
    radius: Theme.mm(4)
    color: Theme.surface
    border.width: Math.max(1, Theme.mm(0.4))
    border.color: Theme.line

    Rectangle {
        width: Theme.mm(2.4)
        height: parent.height - Theme.mm(8)
        radius: width / 2
        x: Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        color: tile.tone
    }
    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(9)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(4)
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(4)
        spacing: Theme.mm(1)
        Item {
            width: parent.width
            height: name.height
            OneLine {
                id: name
                words: tile.device.label
                em: 7.5
                font.bold: true
                width: parent.width - condition.width - Theme.mm(3)
            }
            OneLine {
                id: condition
                words: tile.device.conditionLabel
                em: 6.4
                font.bold: true
                color: tile.tone
                anchors.right: parent.right
                anchors.verticalCenter: name.verticalCenter
            }
        }
        Prose {
            words: tile.device.detail
            em: Theme.small
            width: parent.width
            leading: 1.15
            maximumLineCount: 2
            color: Theme.inkSoft
        }
    }
    Prose {
        words: tile.device.lastTest
        em: Theme.small
        color: Theme.inkSoft
        leading: 1.15
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(9)
        anchors.right: test.left
        anchors.rightMargin: Theme.mm(3)
        anchors.verticalCenter: test.verticalCenter
    }
    BigButton {
        id: test
        objectName: tile.device.name
        text: tile.device.test
        em: 7
        implicitHeight: Theme.mm(16)
        implicitWidth: Theme.mm(34)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(4)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(4)
        press: "test"
        argument: tile.device.argument
    }
}
