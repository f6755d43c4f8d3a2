import QtQuick
import "../theme"

// What is done, what is going on, what is still to come.
Column {
    id: list
    required property var stages
    required property int done
    spacing: Theme.mm(3)
    visible: stages.length > 0

    Repeater {
        model: list.stages
        delegate: Row {
            id: stage
            required property int index
            required property string modelData
            readonly property bool over: index < list.done
            readonly property bool now: index === list.done
            spacing: Theme.mm(4)

            Rectangle {
                width: Theme.mm(9)
                height: width
                radius: width / 2
                anchors.verticalCenter: parent.verticalCenter
                color: stage.over ? Theme.good : stage.now ? Theme.primary : Theme.surface
                border.width: stage.over || stage.now ? 0 : Theme.mm(0.6)
                border.color: Theme.border
                OneLine {
                    anchors.centerIn: parent
                    words: stage.over ? "✓" : String(stage.index + 1)
                    em: 6.4
                    font.bold: true
                    color: stage.over || stage.now ? Theme.inkOnPrimary : Theme.inkSoft
                    Accessible.ignored: true
                }
            }
            OneLine {
                words: stage.modelData
                em: Theme.body
                font.bold: stage.now
                color: stage.over || stage.now ? Theme.ink : Theme.inkSoft
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
}
