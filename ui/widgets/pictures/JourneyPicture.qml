import QtQuick
import "../../theme"

// From this machine over the center to the city office, and back.
Drawing {
    id: journey
    property real way: 0.62
    columns: 100
    rows: 92

    // this machine
    Box {
        atX: 4; atY: 52; wide: 26; high: 34; corner: 3; color: Theme.metal; line: 1; border.color: Theme.metalDeep
        Box { atX: 4; atY: 4; wide: 18; high: 11; corner: 1; color: Theme.primary }
        Box { atX: 4; atY: 19; wide: 18; high: 4; corner: 1; color: Theme.hollow }
        Box { atX: 4; atY: 26; wide: 18; high: 4; corner: 1; color: Theme.metalDark }
    }
    // the center
    Box {
        atX: 37; atY: 6; wide: 26; high: 26; corner: 13; color: Theme.primaryTint; line: 1.4; border.color: Theme.primary
        Outline { path: "M13 4.5 L20.5 7.5 V13 Q20.5 19 13 22 Q5.5 19 5.5 13 V7.5 Z"; fill: Theme.primary }
        Outline { path: "M9.3 13 L12.2 16 L17 10"; stroke: Theme.surface; line: 2.2 }
    }
    // the city office
    Item {
        readonly property real u: parent.u
        x: 66 * u
        y: 48 * u
        Outline { path: "M16 2 L31 13 H1 Z"; fill: Theme.primary }
        Box { atX: 4; atY: 15; wide: 5; high: 18; color: Theme.primary }
        Box { atX: 13.5; atY: 15; wide: 5; high: 18; color: Theme.primary }
        Box { atX: 23; atY: 15; wide: 5; high: 18; color: Theme.primary }
        Box { atX: 1; atY: 34; wide: 30; high: 4.5; corner: 0.8; color: Theme.primary }
    }
    Repeater {
        model: 15
        delegate: Box {
            required property int index
            readonly property real t: (index + 0.5) / 15
            readonly property var place: journey.along(t)
            atX: place[0] - 1.3
            atY: place[1] - 1.3
            wide: 2.6
            high: 2.6
            corner: 1.3
            color: t <= journey.way ? Theme.primary : Theme.metalDark
            visible: t < 0.28 || t > 0.72 || false
        }
    }
    // the sealed envelope under way
    Box {
        readonly property var place: journey.along(journey.way)
        atX: place[0] - 7
        atY: place[1] - 5
        wide: 14
        high: 10
        corner: 1
        color: Theme.paper
        line: 1
        border.color: Theme.primary
        Outline { path: "M1 1.5 L7 6 L13 1.5"; stroke: Theme.primary; line: 1 }
    }

    // an arc through the three places
    function along(t) {
        return [17 + 66 * t, 50 - 128 * t * (1 - t) * 0.97]
    }

    SequentialAnimation on way {
        running: Theme.motion
        loops: Animation.Infinite
        NumberAnimation { from: 0; to: 1; duration: 3200; easing.type: Easing.InOutSine }
        PauseAnimation { duration: 700 }
        NumberAnimation { from: 1; to: 0; duration: 3200; easing.type: Easing.InOutSine }
        PauseAnimation { duration: 700 }
    }
}
