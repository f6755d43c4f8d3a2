import QtQuick
import "../../theme"

// Four digits, hidden.
Drawing {
    columns: 86
    rows: 54
    Repeater {
        model: 4
        delegate: Box {
            required property int index
            atX: 3 + index * 20.5; atY: 14; wide: 18; high: 26; corner: 3
            color: Theme.surface; line: 1.4; border.color: Theme.primary
            Box { atX: 5.5; atY: 9.5; wide: 7; high: 7; corner: 3.5; color: Theme.ink }
        }
    }
}
