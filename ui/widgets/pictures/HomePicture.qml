import QtQuick
import "../../theme"

// A home.
Drawing {
    columns: 100
    rows: 80
    Outline { path: "M50 6 L94 42 H82 V76 H18 V42 H6 Z"; fill: Theme.primary }
    Box { atX: 42; atY: 48; wide: 17; high: 28; corner: 1.5; color: Theme.surface }
    Box { atX: 26; atY: 46; wide: 11; high: 11; corner: 1; color: Theme.attention }
    Box { atX: 64; atY: 46; wide: 11; high: 11; corner: 1; color: Theme.attention }
}
