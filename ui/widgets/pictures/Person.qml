import QtQuick
import "../../theme"

// A person: 24 x 40 units.
Item {
    readonly property real u: (parent === null ? 1 : parent.u) * size
    property real atX: 0
    property real atY: 0
    property real size: 1
    property color fill: Theme.primary
    x: atX * u / size
    y: atY * u / size
    width: 24 * u
    height: 40 * u
    Box { atX: 6; atY: 0; wide: 12; high: 12; corner: 6; color: parent.fill }
    Outline { path: "M0 40 V26 Q0 15 12 15 Q24 15 24 26 V40 Z"; fill: parent.fill }
}
