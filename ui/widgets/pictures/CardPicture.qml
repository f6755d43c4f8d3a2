import QtQuick
import "../../theme"

// A My Number card, as it lies in front of its holder.
Drawing {
    columns: 86
    rows: 54

    Box {
        atX: 1; atY: 1; wide: 84; high: 52; corner: 4; line: 0.8
        border.color: Theme.metalDeep
        gradient: Gradient {
            orientation: Gradient.Horizontal
            GradientStop { position: 0; color: Theme.cardPink }
            GradientStop { position: 0.55; color: Theme.surface }
            GradientStop { position: 1; color: Theme.cardBlue }
        }
    }
    Box { atX: 8; atY: 6; wide: 34; high: 3.4; corner: 1; color: Theme.metalDeep }
    Box { atX: 8; atY: 15; wide: 19; high: 25; corner: 1.5; color: Theme.surface; line: 0.5; border.color: Theme.metalDark }
    Box { atX: 13.5; atY: 19; wide: 8; high: 8; corner: 4; color: Theme.metalDeep }
    Outline { path: "M10 40 V36 Q10 29 17.5 29 Q25 29 25 36 V40 Z"; fill: Theme.metalDeep }
    Box { atX: 32; atY: 16; wide: 32; high: 2.6; corner: 1; color: Theme.metalDeep }
    Box { atX: 32; atY: 22; wide: 44; high: 2.2; corner: 1; color: Theme.metalDark }
    Box { atX: 32; atY: 27; wide: 38; high: 2.2; corner: 1; color: Theme.metalDark }
    Box { atX: 32; atY: 32; wide: 24; high: 2.2; corner: 1; color: Theme.metalDark }
    Box { atX: 8; atY: 44; wide: 40; high: 3; corner: 1; color: Theme.metalDark }
    Box { atX: 70; atY: 40; wide: 9; high: 9; corner: 4.5; color: "transparent"; line: 1.4; border.color: Theme.stamp }
}
