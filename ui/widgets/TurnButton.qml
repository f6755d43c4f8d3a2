import QtQuick
import "../theme"
import "pictures"

// Moves a long list up or down.
Pressable {
    id: button
    property bool down_: false
    text: down_ ? "▼" : "▲"
    width: Theme.mm(Theme.target)
    height: Theme.mm(30)
    edge: enabled ? Theme.primary : Theme.border
    contentItem: Item {
        Arrow {
            anchors.centerIn: parent
            size: Theme.mm(0.55)
            rotation: button.down_ ? 0 : 180
            fill: button.enabled ? Theme.primary : Theme.border
        }
    }
}
