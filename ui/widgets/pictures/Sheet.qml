import QtQuick
import "../../theme"

// A certificate: heading, lines, the red seal of the mayor. 60 x 82 units.
Box {
    id: sheet
    wide: 60
    high: 82
    corner: 1
    color: Theme.paper
    line: 0.8
    border.color: Theme.metalDeep

    Box { atX: 16; atY: 8; wide: 28; high: 4; corner: 1; color: Theme.hollow }
    Repeater {
        model: [44, 40, 44, 34, 42]
        delegate: Box {
            required property int index
            required property int modelData
            atX: 8
            atY: 20 + index * 7
            wide: modelData
            high: 2
            corner: 1
            color: Theme.metalDark
        }
    }
    Box { atX: 8; atY: 64; wide: 22; high: 2; corner: 1; color: Theme.metalDark }
    Box { atX: 38; atY: 60; wide: 13; high: 13; corner: 1.5; color: "transparent"; line: 1.6; border.color: Theme.stamp }
    Box { atX: 42; atY: 64; wide: 5; high: 5; corner: 0.6; color: Theme.stamp }
}
