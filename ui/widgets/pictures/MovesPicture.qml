import QtQuick
import "../../theme"

// The appendix of a family register: one house after the other.
Drawing {
    columns: 64
    rows: 86
    Box {
        atX: 2; atY: 2; wide: 60; high: 82; corner: 1; color: Theme.paper; line: 0.8; border.color: Theme.metalDeep
        Box { atX: 16; atY: 8; wide: 28; high: 4; corner: 1; color: Theme.hollow }
        Repeater {
            model: 3
            delegate: Item {
                id: stop
                required property int index
                readonly property real u: parent.u
                readonly property color fill: index === 2 ? Theme.primary : Theme.metalDark
                Outline {
                    path: "M0 8 L8 0 L16 8 H13.5 V16 H2.5 V8 Z"
                    fill: stop.fill
                    x: 8 * stop.u
                    y: (18 + stop.index * 21) * stop.u
                }
                Box { atX: 29; atY: 23 + stop.index * 21; wide: 22; high: 3; corner: 1; color: stop.fill }
                Box { atX: 29; atY: 29 + stop.index * 21; wide: 15; high: 3; corner: 1; color: Theme.metalDark }
            }
        }
    }
}
