import QtQuick
import Komado
import "../theme"

// A choice in words alone: its name, the Japanese one beside a translation, a detail, perhaps a fee.
Pressable {
    id: choice
    required property var modelData
    property real nameEm: 9.5
    objectName: modelData.name
    text: modelData.label
    press: modelData.press
    argument: modelData.argument
    edgeWidth: 0.8
    corner: 4
    leftPadding: Theme.mm(6)
    rightPadding: Theme.mm(6)
    Accessible.description: Kiosk.spoken(modelData.detail + " " + modelData.fee)
    contentItem: Item {
        Column {
            anchors.left: parent.left
            anchors.right: cost.visible ? cost.left : parent.right
            anchors.rightMargin: Theme.mm(cost.visible ? 5 : 0)
            anchors.verticalCenter: parent.verticalCenter

            OneLine {
                words: choice.modelData.label
                em: choice.nameEm
                font.bold: true
                color: Theme.primary
                width: parent.width
                Accessible.ignored: true
            }
            OneLine {
                words: choice.modelData.official
                em: Theme.small
                color: Theme.inkSoft
                width: parent.width
                Accessible.ignored: true
            }
            OneLine {
                words: choice.modelData.detail
                em: 6.8
                width: parent.width
                Accessible.ignored: true
            }
        }
        OneLine {
            id: cost
            words: choice.modelData.fee
            em: 10
            font.bold: true
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            Accessible.ignored: true
        }
    }
}
