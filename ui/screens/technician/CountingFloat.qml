import QtQuick
import "../../theme"
import "../../widgets"
import "../staff"

// Coins are counted hopper by hopper; what is typed replaces what the books say.
StaffFrame {
    id: page

    Column {
        id: right
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(4)
        Rectangle {
            width: pad.width
            height: Theme.mm(20)
            radius: Theme.mm(3)
            color: Theme.surface
            border.width: Theme.mm(0.8)
            border.color: Theme.primary
            OneLine {
                words: page.view.typed
                em: 11
                font.bold: true
                anchors.centerIn: parent
            }
        }
        NumberPad {
            id: pad
            pad: page.view.pad
            keyWidth: Theme.mm(32)
            keyHeight: Theme.mm(28)
        }
    }
    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.right: right.left
        anchors.rightMargin: Theme.mm(9)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(4)

        Prose {
            words: page.view.heading
            em: 10
            font.bold: true
            leading: 1.25
            width: parent.width
        }
        Prose {
            words: page.view.lead
            em: 6.8
            leading: 1.3
            width: parent.width
        }
        Repeater {
            model: page.view.hoppers
            delegate: Pressable {
                id: hopper
                required property var modelData
                objectName: modelData.name
                text: modelData.label + " " + modelData.count
                press: "hopper"
                argument: modelData.argument
                width: parent.width
                height: Theme.mm(21)
                ground: modelData.here ? Theme.primaryTint : Theme.surface
                edge: modelData.here ? Theme.primary : Theme.border
                edgeWidth: modelData.here ? 1.2 : 0.6
                contentItem: Item {
                    OneLine {
                        words: hopper.modelData.label
                        em: 9
                        font.bold: true
                        x: Theme.mm(6)
                        anchors.verticalCenter: parent.verticalCenter
                    }
                    OneLine {
                        words: hopper.modelData.count
                        em: 8
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.mm(6)
                        anchors.verticalCenter: parent.verticalCenter
                    }
                }
            }
        }
    }
}
