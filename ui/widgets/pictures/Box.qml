import QtQuick

// A rectangle in the units of its drawing: place, size, corner, outline.
Rectangle {
    readonly property real u: parent === null ? 1 : parent.u
    property real atX: 0
    property real atY: 0
    property real wide: 0
    property real high: 0
    property real corner: 0
    property real line: 0
    x: atX * u
    y: atY * u
    width: wide * u
    height: high * u
    radius: corner * u
    border.width: line > 0 ? Math.max(1, line * u) : 0
}
