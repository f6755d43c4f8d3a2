import QtQuick
import "../../theme"

// Closed: a clock.
Drawing {
    columns: 100
    rows: 100
    Box { atX: 10; atY: 10; wide: 80; high: 80; corner: 40; color: Theme.surface; line: 6; border.color: Theme.metalDeep }
    Outline { path: "M50 28 V52 L66 62"; stroke: Theme.hollow; line: 6 }
}
