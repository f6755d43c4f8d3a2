import QtQuick
import "../../theme"

// Another town.
Drawing {
    columns: 100
    rows: 80
    Box { atX: 8; atY: 30; wide: 26; high: 46; corner: 1.5; color: Theme.metalDeep }
    Box { atX: 38; atY: 10; wide: 28; high: 66; corner: 1.5; color: Theme.primary }
    Box { atX: 70; atY: 38; wide: 24; high: 38; corner: 1.5; color: Theme.metalDeep }
    Box { atX: 13; atY: 37; wide: 6; high: 7; color: Theme.surface }
    Box { atX: 23; atY: 37; wide: 6; high: 7; color: Theme.surface }
    Box { atX: 13; atY: 50; wide: 6; high: 7; color: Theme.surface }
    Box { atX: 23; atY: 50; wide: 6; high: 7; color: Theme.surface }
    Box { atX: 43; atY: 18; wide: 7; high: 8; color: Theme.attention }
    Box { atX: 54; atY: 18; wide: 7; high: 8; color: Theme.surface }
    Box { atX: 43; atY: 33; wide: 7; high: 8; color: Theme.surface }
    Box { atX: 54; atY: 33; wide: 7; high: 8; color: Theme.attention }
    Box { atX: 43; atY: 48; wide: 7; high: 8; color: Theme.surface }
    Box { atX: 54; atY: 48; wide: 7; high: 8; color: Theme.surface }
    Box { atX: 75; atY: 45; wide: 5; high: 7; color: Theme.surface }
    Box { atX: 84; atY: 45; wide: 5; high: 7; color: Theme.surface }
    Box { atX: 75; atY: 58; wide: 5; high: 7; color: Theme.surface }
    Box { atX: 84; atY: 58; wide: 5; high: 7; color: Theme.surface }
    Box { atX: 2; atY: 75; wide: 96; high: 3; corner: 1.5; color: Theme.metalDark }
}
