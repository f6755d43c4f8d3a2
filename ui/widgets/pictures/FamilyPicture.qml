import QtQuick
import "../../theme"

// A family register: two parents and a child on one sheet.
Drawing {
    columns: 64
    rows: 86
    Box {
        atX: 2; atY: 2; wide: 60; high: 82; corner: 1; color: Theme.paper; line: 0.8; border.color: Theme.metalDeep
        Box { atX: 16; atY: 8; wide: 28; high: 4; corner: 1; color: Theme.hollow }
        Box { atX: 19; atY: 32; wide: 22; high: 1.6; color: Theme.metalDeep }
        Box { atX: 29.2; atY: 32; wide: 1.6; high: 12; color: Theme.metalDeep }
        Person { atX: 7; atY: 19; size: 0.68 }
        Person { atX: 37; atY: 19; size: 0.68 }
        Person { atX: 22; atY: 46; size: 0.68; fill: Theme.good }
    }
}
