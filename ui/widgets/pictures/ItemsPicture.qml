import QtQuick
import "../../theme"

// A certificate of some items: a sheet with ticked lines.
Drawing {
    columns: 64
    rows: 86
    Box {
        atX: 2; atY: 2; wide: 60; high: 82; corner: 1; color: Theme.paper; line: 0.8; border.color: Theme.metalDeep
        Box { atX: 16; atY: 8; wide: 28; high: 4; corner: 1; color: Theme.hollow }
        Repeater {
            model: 4
            delegate: Box {
                required property int index
                atX: 8; atY: 20 + index * 14; wide: 10; high: 10; corner: 2
                color: index % 2 === 0 ? Theme.primary : Theme.surface
                line: 1.2
                border.color: index % 2 === 0 ? Theme.primary : Theme.metalDeep
                Outline {
                    visible: parent.index % 2 === 0
                    path: "M2 5 L4.4 7.6 L8.2 2.4"; stroke: Theme.surface; line: 1.6
                }
                Box { atX: 14; atY: 3.5; wide: 28; high: 3; corner: 1; color: Theme.metalDark }
            }
        }
    }
}
