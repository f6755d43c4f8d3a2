import QtQuick
import "../../theme"

// All is done.
Drawing {
    columns: 100
    rows: 100
    Box { atX: 8; atY: 8; wide: 84; high: 84; corner: 42; color: Theme.goodTint }
    Box { atX: 18; atY: 18; wide: 64; high: 64; corner: 32; color: Theme.good }
    Outline { path: "M35 51 L46 62 L67 38"; stroke: Theme.surface; line: 8 }
}
