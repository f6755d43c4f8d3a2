import QtQuick
import "../../theme"

// Something goes to the town's house.
Drawing {
    columns: 100
    rows: 80
    Box { atX: 4; atY: 24; wide: 34; high: 24; corner: 3; color: Theme.cardBlue; line: 1.4; border.color: Theme.primary }
    Box { atX: 9; atY: 30; wide: 9; high: 12; corner: 1; color: Theme.primary }
    Box { atX: 22; atY: 31; wide: 12; high: 3; corner: 1; color: Theme.primary }
    Box { atX: 22; atY: 38; wide: 9; high: 3; corner: 1; color: Theme.primary }
    Outline { path: "M42 32 H52 V26 L62 36 L52 46 V40 H42 Z"; fill: Theme.good }
    Outline { path: "M82 8 L98 22 H66 Z"; fill: Theme.primary }
    Box { atX: 69; atY: 25; wide: 5; high: 28; color: Theme.primary }
    Box { atX: 79.5; atY: 25; wide: 5; high: 28; color: Theme.primary }
    Box { atX: 90; atY: 25; wide: 5; high: 28; color: Theme.primary }
    Box { atX: 65; atY: 55; wide: 34; high: 6; corner: 1; color: Theme.primary }
}
