import QtQuick
import "../../theme"
import "../../widgets"

// Claims and incidents that wait for a person, the oldest first.
ScrollArea {
    id: list
    required property var items

    Repeater {
        model: list.items
        delegate: Rectangle {
            id: line
            required property var modelData
            width: parent.width
            height: Theme.mm(24)
            radius: Theme.mm(3)
            color: Theme.page

            OneLine {
                id: label
                words: line.modelData.label
                em: 7.5
                font.bold: true
                x: Theme.mm(5)
                y: Theme.mm(2.5)
                width: amount.x - Theme.mm(8)
            }
            OneLine {
                words: line.modelData.detail
                em: Theme.small
                color: Theme.inkSoft
                x: Theme.mm(5)
                anchors.bottom: parent.bottom
                anchors.bottomMargin: Theme.mm(2.5)
                width: amount.x - Theme.mm(8)
            }
            OneLine {
                id: amount
                words: line.modelData.amount
                em: 9
                font.bold: true
                visible: true
                width: Theme.mm(32)
                horizontalAlignment: Text.AlignRight
                anchors.right: doubt.left
                anchors.rightMargin: Theme.mm(4)
                anchors.verticalCenter: parent.verticalCenter
            }
            OneLine {
                id: doubt
                words: line.modelData.doubt
                em: Theme.small
                font.bold: true
                color: Theme.warn
                visible: true
                width: Theme.mm(50)
                anchors.right: go.left
                anchors.rightMargin: Theme.mm(4)
                anchors.verticalCenter: parent.verticalCenter
            }
            Item {
                id: go
                width: Theme.mm(52)
                height: Theme.mm(18)
                anchors.right: parent.right
                anchors.rightMargin: Theme.mm(3)
                anchors.verticalCenter: parent.verticalCenter
                BigButton {
                    anchors.fill: parent
                    visible: line.modelData.do !== ""
                    objectName: line.modelData.name
                    text: line.modelData.do
                    em: 7
                    press: line.modelData.press
                    argument: line.modelData.argument
                }
            }
        }
    }
}
