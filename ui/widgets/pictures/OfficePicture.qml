import QtQuick
import "../../theme"

// The city office.
Drawing {
    columns: 100
    rows: 92
    Box { atX: 48.5; atY: 2; wide: 2; high: 18; color: Theme.metalDeep }
    Box { atX: 50.5; atY: 3; wide: 16; high: 9; color: Theme.surface; line: 0.8; border.color: Theme.metalDeep }
    Box { atX: 56; atY: 5; wide: 5; high: 5; corner: 2.5; color: Theme.stamp }
    Outline { path: "M50 16 L94 40 H6 Z"; fill: Theme.primary }
    Box { atX: 10; atY: 42; wide: 80; high: 38; color: Theme.primarySoft }
    Repeater {
        model: 5
        delegate: Box {
            required property int index
            atX: 13 + index * 16.5; atY: 43; wide: 8; high: 36; corner: 1; color: Theme.primary
        }
    }
    Box { atX: 42; atY: 56; wide: 16; high: 24; corner: 1.5; color: Theme.surface }
    Box { atX: 5; atY: 80; wide: 90; high: 8; corner: 1.5; color: Theme.metalDeep }
}
