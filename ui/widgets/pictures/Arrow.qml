import QtQuick
import "../../theme"

// A thick arrow that shows where to move something: 20 x 26 units, pointing down; turn it with `rotation`.
Item {
    id: arrow
    readonly property real u: (parent === null || parent.u === undefined ? 1 : parent.u) * size
    property real atX: 0
    property real atY: 0
    property real size: 1
    property color fill: Theme.alert
    x: atX * u / size
    y: atY * u / size
    width: 20 * u
    height: 26 * u

    Outline {
        path: "M6 1 H14 V13 H20 L10 25 L0 13 H6 Z"
        fill: arrow.fill
        stroke: Theme.surface
        line: 1.6
    }
}
