import QtQuick
import "../theme"

// Plus or minus, large. At the limit it fades into an outline.
Pressable {
    id: button
    property string sign: ""
    property bool possible: true
    width: Theme.mm(54)
    height: Theme.mm(54)
    corner: 27
    ground: possible ? Theme.primary : Theme.page
    groundDown: possible ? Theme.primaryPressed : Theme.page
    edge: possible ? Theme.primary : Theme.border
    contentItem: Item {
        Rectangle {
            anchors.centerIn: parent
            width: Theme.mm(22)
            height: Theme.mm(4)
            radius: height / 2
            color: button.possible ? Theme.inkOnPrimary : Theme.border
        }
        Rectangle {
            anchors.centerIn: parent
            width: Theme.mm(4)
            height: Theme.mm(22)
            radius: width / 2
            visible: button.sign === "+"
            color: button.possible ? Theme.inkOnPrimary : Theme.border
        }
    }
}
