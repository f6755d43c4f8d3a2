import QtQuick
import "../../theme"

// Applying: a telephone that takes one's photo, and an envelope.
Drawing {
    columns: 100
    rows: 80
    Box {
        atX: 10; atY: 4; wide: 40; high: 72; corner: 6; color: Theme.hollow
        Box { atX: 4; atY: 7; wide: 32; high: 54; corner: 2; color: Theme.primaryTint }
        Person { atX: 9; atY: 20; size: 0.92 }
        Box { atX: 15; atY: 64; wide: 10; high: 4; corner: 2; color: Theme.metalDeep }
    }
    Box { atX: 46; atY: 40; wide: 48; high: 34; corner: 3; color: Theme.surface; line: 1.6; border.color: Theme.primary }
    Outline { path: "M47 42 L70 60 L93 42"; stroke: Theme.primary; line: 1.8 }
    Box { atX: 80; atY: 46; wide: 10; high: 8; corner: 1; color: Theme.stamp }
}
