import QtQuick
import "../theme"

// Three dots that breathe one after the other: something is going on.
Row {
    id: dots
    property int beat: 1
    spacing: Theme.mm(4)

    Repeater {
        model: 3
        delegate: Rectangle {
            required property int index
            width: Theme.mm(6)
            height: width
            radius: width / 2
            color: index === dots.beat ? Theme.primary : Theme.primarySoft
        }
    }
    Timer {
        interval: 600
        repeat: true
        running: Theme.motion && dots.visible
        onTriggered: dots.beat = (dots.beat + 1) % 3
    }
}
